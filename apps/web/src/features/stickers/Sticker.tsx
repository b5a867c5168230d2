import { useT } from "../../i18n/index.ts";
import { eyes, mouths } from "./sticker-faces.tsx";
import { isStickerName, type StickerName } from "./sticker-names.ts";
import { stickerProps } from "./sticker-props.tsx";

interface Look {
  readonly eyes: keyof typeof eyes;
  readonly mouth: keyof typeof mouths;
  /** Colours of the body, above and below. */
  readonly body: readonly [string, string];
}

const sunny = ["#ffe08a", "#ffc53d"] as const;
const sky = ["#bcd6ff", "#7fb0ff"] as const;
const leaf = ["#c9f2d4", "#7fd8a0"] as const;
const rose = ["#ffd3dc", "#ff9fb1"] as const;
const dusk = ["#d9d3ff", "#b0a4f7"] as const;

const looks: Record<StickerName, Look> = {
  hello: { eyes: "dots", mouth: "open", body: sunny },
  ok: { eyes: "happy", mouth: "smile", body: sky },
  "got-it": { eyes: "dots", mouth: "smile", body: leaf },
  thanks: { eyes: "closed", mouth: "smile", body: sunny },
  great: { eyes: "stars", mouth: "grin", body: sky },
  laugh: { eyes: "squeezed", mouth: "open", body: sunny },
  love: { eyes: "hearts", mouth: "open", body: rose },
  party: { eyes: "happy", mouth: "open", body: leaf },
  cheer: { eyes: "dots", mouth: "grin", body: rose },
  coffee: { eyes: "closed", mouth: "smile", body: dusk },
  think: { eyes: "aside", mouth: "flat", body: sky },
  working: { eyes: "glasses", mouth: "flat", body: sunny },
  sleepy: { eyes: "closed", mouth: "round", body: dusk },
  cry: { eyes: "closed", mouth: "wail", body: sky },
  angry: { eyes: "angry", mouth: "wave", body: rose },
  sorry: { eyes: "sorry", mouth: "frown", body: dusk },
};

/** One of our stickers: a speech bubble with a face, named below. `name` may be one that only a newer build knows. */
export function Sticker({ name, size }: { name: string; size: number }) {
  const t = useT();
  if (!isStickerName(name)) return <span className="text-ink-2 italic">{t("chat.kind.unsupported")}</span>;
  const { eyes: look, mouth, body } = looks[name];
  const label = t(`kinds.sticker.${name}`);
  const ground = `sticker-${name}`;
  return (
    <svg viewBox="0 0 124 124" width={size} height={size} role="img" aria-label={label} className="max-w-full">
      <defs>
        <linearGradient id={ground} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor={body[0]} />
          <stop offset="1" stopColor={body[1]} />
        </linearGradient>
      </defs>
      <g stroke="#2b2f3a" strokeWidth="3" strokeLinejoin="round">
        <path d="M46 88v8M74 88v8" strokeLinecap="round" strokeWidth="5" />
        <path d="M50 20h20q30 0 30 33T70 90H44q-9 9-20 9 6-6 5-15Q20 74 20 53 20 20 50 20z" fill={`url(#${ground})`} />
      </g>
      <g fill="#ff7a8a" opacity=".45">
        <ellipse cx="36" cy="60" rx="6" ry="4" />
        <ellipse cx="84" cy="60" rx="6" ry="4" />
      </g>
      {eyes[look]}
      {mouths[mouth]}
      {stickerProps[name]}
      <text
        x="62"
        y="118"
        textAnchor="middle"
        fontSize="15"
        fontWeight="700"
        fill="#2b2f3a"
        stroke="#fff"
        strokeWidth="4"
        paintOrder="stroke"
      >
        {label}
      </text>
    </svg>
  );
}
