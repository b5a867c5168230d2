import { useQueryClient } from "@tanstack/react-query";
import { failureText } from "../../app/failure-text.ts";
import { toast } from "../../ui/index.ts";

/** Does something with a waiting message, says what became of it, and shows the list as it is then. */
export function useScheduledAct(): (work: () => Promise<unknown>, done: string) => Promise<boolean> {
  const queries = useQueryClient();
  return async (work, done) => {
    try {
      await work();
      toast.ok(done);
      return true;
    } catch (error) {
      toast.error(failureText(error));
      return false;
    } finally {
      await queries.invalidateQueries({ queryKey: ["scheduled.list"] });
    }
  };
}
