import { useQueryClient } from "@tanstack/react-query";
import { failureText } from "../../app/failure-text.ts";
import { toast } from "../../ui/index.ts";

/** Changes labels, shows them as they are then, and says what went wrong. Null where it did. */
export function useLabelAct(): <T>(work: () => Promise<T>) => Promise<T | null> {
  const queries = useQueryClient();
  return async (work) => {
    try {
      return await work();
    } catch (error) {
      toast.error(failureText(error));
      return null;
    } finally {
      await queries.invalidateQueries({ queryKey: ["labels.list"] });
    }
  };
}
