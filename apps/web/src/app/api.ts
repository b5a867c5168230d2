import { type CallInput, type CallName, type CallOutput, type ErrorCode, errors, Failure } from "@qunxin/protocol";
import {
  type QueryKey,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
  useMutation,
  useQuery,
} from "@tanstack/react-query";

/**
 * Makes one call of the contract over HTTP.
 * @throws Failure with the server's code; `server/unreachable` problems surface as the browser's TypeError.
 */
export async function callApi<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
  const response = await fetch(`/api/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as CallOutput<Name>;
  throw failureOf(body);
}

/** The failure in an answer's body, or `server/unexpected` where a proxy answered in its own words. */
export function failureOf(body: unknown): Failure {
  const { code, params } = (body ?? {}) as { code?: string; params?: Record<string, unknown> };
  const known = code !== undefined && Object.hasOwn(errors, code);
  return known ? new Failure(code as ErrorCode, params) : new Failure("server/unexpected");
}

/** Key of a call's cached answer: `[name, input]`; invalidate by `[name]` for all inputs. */
export function callKey<Name extends CallName>(name: Name, input?: CallInput<Name>): QueryKey {
  return input === undefined ? [name] : [name, input];
}

type QueryOptions<Name extends CallName> = Omit<UseQueryOptions<CallOutput<Name>>, "queryKey" | "queryFn">;

/** A read call as a query of the screen, cached by name and input. */
export function useCall<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
  options: QueryOptions<Name> = {},
): UseQueryResult<CallOutput<Name>> {
  return useQuery({ ...options, queryKey: callKey(name, input), queryFn: () => callApi(name, input) });
}

/** A write call as a mutation. Creating calls: mint `key` once per intention, not per try. */
export function useAct<Name extends CallName>(name: Name): UseMutationResult<CallOutput<Name>, Error, CallInput<Name>> {
  return useMutation({ mutationFn: (input: CallInput<Name>) => callApi(name, input) });
}
