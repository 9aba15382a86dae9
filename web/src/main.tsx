import "temporal-polyfill/global";
import { MutationCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiProblem } from "./api/problem.ts";
import { newRouter } from "./routes.tsx";
import { Look } from "./shell/Look.tsx";
import "./ui/base.css";
import "./ui/page.css";
import "./shell/shell.css";
import "./ui/print.css";

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      // A refusal stays a refusal; only a lost connection or a busy server is worth asking again.
      retry: (count, failure) => failure instanceof ApiProblem && (failure.status === 0 || failure.status === 503) && count < 2,
    },
    mutations: { retry: false },
  },
  // After a write nobody can say which of the shown numbers it moved, so what is shown is asked for again.
  // A draft that saves itself moves none of them: `meta: { isQuiet: true }`.
  mutationCache: new MutationCache({
    onSuccess: (...[, , , mutation]) => {
      if (!mutation.meta?.isQuiet) return queryClient.invalidateQueries({ type: "active" });
    },
  }),
});

const router = newRouter();

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  window.addEventListener("load", () => {
    // Without it the program works all the same; it only opens slower.
    navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  });
}

const place = document.getElementById("root");
if (!place) throw new Error("index.html has no #root");
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Look>
        <RouterProvider router={router as never} />
      </Look>
    </QueryClientProvider>
  </StrictMode>,
);
