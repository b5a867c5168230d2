import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { ConfirmDialog } from "../ui/ConfirmDialog.tsx";
import { TooltipProvider } from "../ui/index.ts";
import { Toaster } from "../ui/Toaster.tsx";
import { router } from "./router.ts";

export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 15_000, retry: 1, refetchOnWindowFocus: false } },
});

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <RouterProvider router={router} />
        <ConfirmDialog />
        <Toaster />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
