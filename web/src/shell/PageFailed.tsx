import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { ApiProblem } from "../api/problem.ts";
import { useText } from "../text/useText.ts";
import { Empty } from "../ui/Empty.tsx";
import { instantInCity } from "../ui/instants.ts";
import { Page } from "../ui/Page.tsx";
import { Problem } from "../ui/Problem.tsx";
import { faultReport, isFileMissing } from "./pageFault.ts";

/** A page that threw: a problem in words, a program file that could not be fetched, or a fault of the program itself. */
export function PageFailed({ error }: { error: unknown }): ReactNode {
  const { shell } = useText();
  const refresh = <Button onClick={() => location.reload()}>{shell.refresh}</Button>;
  if (error instanceof ApiProblem) {
    return (
      <Page title={shell.pageFailed}>
        <Problem failure={error} onRetry={() => location.reload()} />
      </Page>
    );
  }
  return (
    <Page title={shell.pageFailed}>
      {isFileMissing(error) ? <Empty title={shell.fileMissing} why={shell.fileMissingWhy} act={refresh} /> : <ProgramFault error={error} refresh={refresh} />}
    </Page>
  );
}

/** A fault of ours: nothing saved is lost; what the administrator needs can be copied. */
function ProgramFault({ error, refresh }: { error: unknown; refresh: ReactNode }): ReactNode {
  const { shell } = useText();
  const [report] = useState(() =>
    faultReport(error, { path: location.pathname, at: instantInCity(Temporal.Now.instant().toString()), browser: navigator.userAgent }),
  );
  const [told, setTold] = useState("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(report);
      setTold(shell.faultCopied);
    } catch {
      // Forbidden outside a secure context, as on an intranet without TLS.
      setTold(shell.faultCopyFailed);
    }
  };
  return (
    <>
      <Empty title={shell.programFault} why={shell.programFaultWhy} act={refresh} />
      <section className="s-fault">
        <p>{shell.faultTell}</p>
        <textarea readOnly rows={8} aria-label={shell.faultReport} value={report} />
        <Button onClick={() => void copy()}>{shell.faultCopy}</Button>
        <p className="b-caption" role="status">
          {told}
        </p>
      </section>
    </>
  );
}
