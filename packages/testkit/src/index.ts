export * from "./company/index.ts";
export { expectEqualToFreshFetch, fetchConversations, fetchHistory } from "./fresh-fetch.ts";
export { type Answer, type FreshServer, openCompany, type RunningCompany } from "./open-company.ts";
export { openDevice, type Participant, say, sees, socketOpens } from "./participant.ts";
export { readRows } from "./read-rows.ts";
export { type SignedIn, signManyIn } from "./session-rows.ts";
export { startCompany } from "./start-company.ts";
export { until } from "./until.ts";
