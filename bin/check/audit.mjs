const serious = new Set(["high", "critical"]);

/**
 * What `npm audit --json` said, for people: `bad` when a package with a serious known fault is among ours. An answer that is
 * none (no such service, no network) is told and is not bad.
 */
export function judgeAudit(text) {
  const report = parse(text);
  if (!report?.vulnerabilities) {
    const why = report?.message ?? report?.error?.summary ?? "npm said nothing that can be read";
    return { lines: [`The packages were not audited: ${why}`], bad: false };
  }
  const found = Object.values(report.vulnerabilities);
  const lines = found.map(({ name, severity, range }) => `${severity}  ${name} ${range}`);
  lines.push(`${found.length} packages with known faults among ${report.metadata?.dependencies?.total ?? "all"}.`);
  return { lines, bad: found.some(({ severity }) => serious.has(severity)) };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
