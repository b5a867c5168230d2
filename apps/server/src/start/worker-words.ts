/** What the supervisor gives a worker on its way, in the environment. */
export interface WorkerOrders {
  readonly databaseUrl: string;
  /** Makes the code of the set-up, or loads the demo company: one does it for all. */
  readonly first: boolean;
  /** From 0, of no other worker that lives: its figures are read so many ports further. */
  readonly place: number;
}

/** A worker serves: at that address, with something for the operator to read. */
export interface WorkerReady {
  readonly url: string;
  readonly adminUrl?: string;
  readonly lines: readonly string[];
}

/** `leave`: hand over to the others and end; `stop`: everything ends. */
export type WorkerOrder = "leave" | "stop";

export const ordersVariable = "QUNXIN_WORKER_ORDERS";
