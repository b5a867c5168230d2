import { expect, test } from "vitest";
import { judgeAudit } from "./audit.mjs";

const report = (...faults) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(faults.map((fault) => [fault.name, fault])),
    metadata: { dependencies: { total: 700 } },
  });
const fault = (severity) => ({ name: "left-pad", severity, range: "<1.2.3" });

test("a serious known fault of a package fails the audit by name, a slight one is only told", () => {
  expect(judgeAudit(report(fault("high")))).toMatchObject({
    bad: true,
    lines: ["high  left-pad <1.2.3", "1 packages with known faults among 700."],
  });
  expect(judgeAudit(report(fault("critical"))).bad).toBe(true);
  expect(judgeAudit(report(fault("moderate")))).toMatchObject({ bad: false });
  expect(judgeAudit(report()).lines).toEqual(["0 packages with known faults among 700."]);
});

test("a registry that keeps no such list, or cannot be reached, is told and fails nothing", () => {
  const refused = { message: "405 Method Not Allowed", error: { summary: "" } };
  expect(judgeAudit(JSON.stringify(refused))).toEqual({
    lines: ["The packages were not audited: 405 Method Not Allowed"],
    bad: false,
  });
  expect(judgeAudit("").bad).toBe(false);
});
