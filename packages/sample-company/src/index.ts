export { cast, castExternals, type SampleExternal } from "./cast.ts";
export { type CompanyShape, makeCompany, makeHires, type SampleCompany, type SamplePerson } from "./company.ts";
export type { SampleDepartment } from "./departments.ts";
export { type Random, randomFrom } from "./random.ts";
