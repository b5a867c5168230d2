export * from "./company/index.ts";
export { expectEqualToFreshFetch, fetchConversations, fetchHistory } from "./fresh-fetch.ts";
export { openDevice, type Participant, say, sees } from "./participant.ts";
export { type SignedIn, signManyIn } from "./session-rows.ts";
export { type Answer, type RunningCompany, startCompany } from "./start-company.ts";
export { until } from "./until.ts";
