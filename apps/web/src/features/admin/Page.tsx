import type { ReactNode } from "react";

export interface PageProps {
  title: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A scrolling page of the console: heading, then cards. */
export function Page({ title, hint, actions, children }: PageProps) {
  return (
    <div className="relative min-h-0 flex-1 overflow-y-auto">
      {/* A field that is focused for its fault comes into view with the words below it. */}
      <div className="mx-auto flex max-w-300 flex-col gap-4 p-4 md:p-5 [&_input]:scroll-my-12">
        <header className="flex flex-wrap items-start gap-3">
          <div className="min-w-0 flex-1">
            <h1 className="truncate text-title font-semibold">{title}</h1>
            {hint && <p className="mt-0.5 text-meta text-ink-2">{hint}</p>}
          </div>
          {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  );
}

/** A white box with a heading. */
export function Card({ title, hint, children }: { title: ReactNode; hint?: ReactNode; children: ReactNode }) {
  return (
    <section className="rounded-card border border-line bg-pane p-4">
      <h2 className="text-body font-semibold">{title}</h2>
      {hint && <p className="mt-0.5 text-meta text-ink-2">{hint}</p>}
      <div className="mt-4">{children}</div>
    </section>
  );
}
