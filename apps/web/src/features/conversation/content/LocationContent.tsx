import { MapPin } from "lucide-react";
import { useT } from "../../../i18n/index.ts";
import type { ContentProps } from "./ContentBody.tsx";
import { coordinatesText, mapLink } from "./map-link.ts";

/** A place: name, address, and a link to a service of maps. No map is loaded from elsewhere. */
export function LocationContent({ content }: ContentProps<"location">) {
  const t = useT();
  return (
    <a
      href={mapLink(content)}
      target="_blank"
      rel="noopener noreferrer nofollow"
      aria-label={t("kinds.location.open", { name: content.name })}
      className="-mx-3 -my-2 block w-72 max-w-[calc(100%+1.5rem)] overflow-hidden rounded-card hover:bg-hover"
    >
      <span className="block px-3 pt-2 pb-2">
        <span className="block truncate text-body font-medium">{content.name}</span>
        <span className="block truncate text-meta text-ink-2">{content.address || coordinatesText(content)}</span>
      </span>
      <Streets />
    </a>
  );
}

/** A drawing that says map, without one. */
function Streets() {
  return (
    <span className="relative block h-24 border-t border-line bg-[#e9efe6] dark:bg-[#24302b]">
      <svg
        viewBox="0 0 288 96"
        preserveAspectRatio="xMidYMid slice"
        className="size-full"
        aria-hidden
        role="presentation"
      >
        <path d="M180 0h60v34l-60 8z" className="fill-[#cfe6c8] dark:fill-[#2f4437]" />
        <path d="M0 70q60-22 120 4t168-10v32H0z" className="fill-[#c9def2] dark:fill-[#26394d]" />
        <g fill="none" className="stroke-white dark:stroke-[#4a5560]">
          <path d="M-4 30 150 46l142-22M64-4l22 104M206-4l-30 104" strokeWidth="7" />
          <path d="M-4 56 100 40M126-4l10 50M250 10l-20 60M10 0l16 60" strokeWidth="3.5" />
        </g>
      </svg>
      <MapPin size={34} aria-hidden className="absolute inset-0 m-auto -translate-y-3 fill-[#e5484d] text-white" />
    </span>
  );
}
