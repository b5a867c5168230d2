import type { ReactNode } from "react";
import type { StickerName } from "./sticker-names.ts";

const ink = "#2b2f3a";
const skin = "#fff";

/** A round hand with its arm, at the given place. */
function Hand({ at, turn = 0 }: { at: readonly [number, number]; turn?: number }) {
  return (
    <g transform={`translate(${at[0]} ${at[1]}) rotate(${turn})`}>
      <path d="M0 0c-2 8-8 12-13 13" fill="none" stroke={ink} strokeWidth="3" strokeLinecap="round" />
      <circle r="6.5" fill={skin} stroke={ink} strokeWidth="2.4" />
    </g>
  );
}

function ThumbUp({ at }: { at: readonly [number, number] }) {
  return (
    <g transform={`translate(${at[0]} ${at[1]})`} stroke={ink} strokeWidth="2.4" strokeLinejoin="round">
      <path d="M-6 0h13q5 0 4 5l-2 10q-1 4-5 4H-6z" fill={skin} />
      <path d="M-2 0l4-13q5-1 5 4L5 0" fill={skin} />
      <path d="M-12 0h6v19h-6z" fill="#4f86f7" />
    </g>
  );
}

/** What each sticker has besides its face. */
export const stickerProps: Partial<Record<StickerName, ReactNode>> = {
  hello: (
    <>
      <Hand at={[104, 34]} turn={-18} />
      <path d="M111 22q5 3 5 9M113 14q9 5 9 15" fill="none" stroke="#4f86f7" strokeWidth="2.6" strokeLinecap="round" />
    </>
  ),
  ok: (
    <g transform="translate(103 62)" stroke={ink} strokeWidth="2.4" fill={skin} strokeLinejoin="round">
      <path d="M2-4l3-14q4-1 4 3L8-3M8-4l6-11q4 0 3 4L12 0M12-1l7-6q4 1 2 4l-7 8" />
      <circle cx="1" cy="6" r="7.5" />
      <circle cx="-1" cy="4" r="3" fill="#dfe9ff" />
    </g>
  ),
  "got-it": (
    <g>
      <path
        d="M100 22l6 7 12-15"
        fill="none"
        stroke="#17a05d"
        strokeWidth="6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <Hand at={[95, 37]} turn={-40} />
    </g>
  ),
  thanks: (
    <g stroke={ink} strokeWidth="2.4" strokeLinejoin="round">
      <path d="M60 70q-9 5-8 17l8 5z" fill={skin} />
      <path d="M60 70q9 5 8 17l-8 5z" fill={skin} />
      <path d="M14 34l4 4 4-4-4-4zM103 30l4 4 4-4-4-4z" fill="#f7b733" strokeWidth="0" />
    </g>
  ),
  great: <ThumbUp at={[103, 50]} />,
  laugh: (
    <g fill="#58b7ff">
      <path d="M33 52q-7 7-4 11t7 1q3-4-3-12zM87 52q7 7 4 11t-7 1q-3-4 3-12z" />
    </g>
  ),
  love: (
    <g fill="#ff6b81">
      <path d="M104 34c-9-6-9-13-4-13 3 0 4 3 4 3s1-3 4-3c5 0 5 7-4 13z" />
      <path d="M16 44c-7-5-7-10-3-10 2 0 3 2 3 2s1-2 3-2c4 0 4 5-3 10z" />
    </g>
  ),
  party: (
    <g>
      <path d="M60 3l12 22H48z" fill="#8b5cf6" stroke={ink} strokeWidth="2.4" strokeLinejoin="round" />
      <circle cx="60" cy="4" r="4" fill="#ffd43b" />
      <g strokeWidth="3.4" strokeLinecap="round">
        <path d="M14 24l6 4" stroke="#e5484d" />
        <path d="M104 18l-6 6" stroke="#17a05d" />
        <path d="M10 54l6-2" stroke="#4f86f7" />
        <path d="M108 48l-7-1" stroke="#f59f00" />
        <path d="M24 12l2 5" stroke="#f59f00" />
        <path d="M92 8l-2 6" stroke="#e5484d" />
      </g>
    </g>
  ),
  cheer: (
    <g>
      <Hand at={[14, 40]} turn={100} />
      <Hand at={[106, 40]} turn={-10} />
      <path d="M4 24l5 4M14 16l2 6M116 24l-5 4M106 16l-2 6" stroke="#f59f00" strokeWidth="3" strokeLinecap="round" />
    </g>
  ),
  coffee: (
    <g transform="translate(90 60)" stroke={ink} strokeWidth="2.4" strokeLinejoin="round">
      <path d="M0 6h22l-2 22q0 3-4 3H6q-4 0-4-3z" fill="#fff" />
      <path d="M21 11q8-1 8 5t-9 6" fill="none" />
      <path d="M1 14h20v8H2z" fill="#b5743a" strokeWidth="0" />
      <path d="M7 0q-3-4 0-8M15 0q-3-4 0-8" fill="none" stroke="#8791a3" strokeLinecap="round" />
    </g>
  ),
  think: (
    <g>
      <Hand at={[70, 80]} turn={20} />
      <circle cx="99" cy="24" r="4" fill="#c9d6f5" />
      <circle cx="108" cy="13" r="7" fill="#c9d6f5" />
    </g>
  ),
  working: (
    <g stroke={ink} strokeWidth="2.4" strokeLinejoin="round">
      <path d="M34 74h52l4 18H30z" fill="#aeb8cc" />
      <path d="M24 92h72v4q0 2-3 2H27q-3 0-3-2z" fill="#8792a8" />
      <circle cx="60" cy="83" r="3" fill="#fff" strokeWidth="0" />
    </g>
  ),
  sleepy: (
    <g fill="none" stroke="#6d7fd1" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round">
      <path d="M93 20h9l-9 10h9M106 6h8l-8 9h8" />
      <circle cx="72" cy="66" r="6" fill="#d9edff" stroke="#7fb4e6" strokeWidth="2" />
    </g>
  ),
  cry: (
    <g fill="#58b7ff">
      <path d="M42 55h7v24q0 5-3.5 5T42 79zM71 55h7v24q0 5-3.5 5T71 79z" opacity=".9" />
    </g>
  ),
  angry: (
    <g fill="none" stroke="#e5484d" strokeWidth="3.4" strokeLinecap="round">
      <path d="M98 16v7h7M111 23h-7M104 9v7h7M98 29v-6" transform="translate(-2 2)" />
      <path d="M14 28q-4-4 0-8M24 20q-4-4 0-8" stroke="#9aa3b2" />
    </g>
  ),
  sorry: (
    <g>
      <path d="M97 40q-6 9 0 12 7 0 6-6 0-3-6-6z" fill="#58b7ff" />
      <Hand at={[48, 80]} turn={150} />
      <Hand at={[72, 80]} turn={40} />
    </g>
  ),
};
