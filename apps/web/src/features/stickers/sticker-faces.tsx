import type { ReactNode } from "react";

const ink = "#2b2f3a";
const line = { fill: "none", stroke: ink, strokeWidth: 3.2, strokeLinecap: "round" as const };

/** Eyes, around (46,48) and (74,48). */
export const eyes = {
  dots: (
    <g fill={ink}>
      <circle cx="46" cy="48" r="4.4" />
      <circle cx="74" cy="48" r="4.4" />
      <circle cx="47.6" cy="46.4" r="1.4" fill="#fff" />
      <circle cx="75.6" cy="46.4" r="1.4" fill="#fff" />
    </g>
  ),
  happy: <path {...line} d="M40 50q6-8 12 0M68 50q6-8 12 0" />,
  closed: <path {...line} d="M40 48q6 6 12 0M68 48q6 6 12 0" />,
  squeezed: <path {...line} strokeLinejoin="round" d="M41 43l9 5-9 5M79 43l-9 5 9 5" />,
  hearts: (
    <g fill="#e5484d">
      <path d="M46 56c-10-7-9-14-4-14 3 0 4 3 4 3s1-3 4-3c5 0 6 7-4 14z" />
      <path d="M74 56c-10-7-9-14-4-14 3 0 4 3 4 3s1-3 4-3c5 0 6 7-4 14z" />
    </g>
  ),
  stars: (
    <g fill="#e8890c">
      <path d="M46 40l2.6 5.4 6 .8-4.4 4.2 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9-4.4-4.2 6-.8z" />
      <path d="M74 40l2.6 5.4 6 .8-4.4 4.2 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9-4.4-4.2 6-.8z" />
    </g>
  ),
  angry: (
    <g>
      <path {...line} d="M38 40l13 6M82 40l-13 6" />
      <circle cx="47" cy="51" r="3.8" fill={ink} />
      <circle cx="73" cy="51" r="3.8" fill={ink} />
    </g>
  ),
  aside: (
    <g>
      <ellipse cx="46" cy="48" rx="6.5" ry="7" fill="#fff" />
      <ellipse cx="74" cy="48" rx="6.5" ry="7" fill="#fff" />
      <circle cx="48.5" cy="45.5" r="3.4" fill={ink} />
      <circle cx="76.5" cy="45.5" r="3.4" fill={ink} />
      <path {...line} strokeWidth="2.6" d="M39 37q6-3 11-1M69 34q6-2 11 1" />
    </g>
  ),
  sorry: (
    <g>
      <path {...line} strokeWidth="2.6" d="M39 42q5-4 10-5M81 42q-5-4-10-5" />
      <circle cx="46" cy="50" r="4.2" fill={ink} />
      <circle cx="74" cy="50" r="4.2" fill={ink} />
      <circle cx="47.6" cy="48.4" r="1.5" fill="#fff" />
      <circle cx="75.6" cy="48.4" r="1.5" fill="#fff" />
    </g>
  ),
  glasses: (
    <g>
      <path {...line} strokeWidth="2.6" d="M56 48h8M36 46l-6-2M84 46l6-2" />
      <circle cx="46" cy="48" r="10" fill="#fff" stroke={ink} strokeWidth="2.6" />
      <circle cx="74" cy="48" r="10" fill="#fff" stroke={ink} strokeWidth="2.6" />
      <circle cx="46" cy="49" r="3.6" fill={ink} />
      <circle cx="74" cy="49" r="3.6" fill={ink} />
    </g>
  ),
} satisfies Record<string, ReactNode>;

/** Mouths, around (60,64). */
export const mouths = {
  smile: <path {...line} d="M52 63q8 8 16 0" />,
  open: (
    <g>
      <path d="M49 61h22q-1 15-11 15T49 61z" fill="#7d2430" />
      <path d="M53 71q7-5 14 0-2 5-7 5t-7-5z" fill="#ff8b94" />
    </g>
  ),
  grin: <path d="M48 60h24q-2 11-12 11T48 60z" fill="#fff" stroke={ink} strokeWidth="2.6" strokeLinejoin="round" />,
  frown: <path {...line} d="M52 69q8-8 16 0" />,
  wave: <path {...line} d="M49 66q4-5 7.5 0t7.5 0 7.5 0" />,
  round: <ellipse cx="60" cy="66" rx="4.5" ry="5.5" fill="#7d2430" />,
  flat: <path {...line} d="M53 66h13" />,
  wail: <path d="M48 73q2-13 12-13t12 13q-12-5-24 0z" fill="#7d2430" />,
} satisfies Record<string, ReactNode>;
