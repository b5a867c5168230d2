export { cast, castExternals, demoGuests, type SampleExternal } from "./cast.ts";
export { type CompanyShape, makeCompany, makeHires, type SampleCompany, type SamplePerson } from "./company.ts";
export type { SampleDepartment } from "./departments.ts";
export { type Random, randomFrom } from "./random.ts";
export { makeTalk, type Speaker, type Talk, type TalkDirect, type TalkGroup, type TalkMessage } from "./talk.ts";
