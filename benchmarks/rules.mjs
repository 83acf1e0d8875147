// 1,000 rules over 1,000 services at a 15 s interval, against a real Prometheus, on this machine.
//   node benchmarks/rules.mjs [rules=1000] [interval=15] [seconds=180]
// Prints slot lag p50 and p99 (from the slot to the commit), and the CPU of the portal, PostgreSQL and Prometheus.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, writeFileSync, rmSync, chmodSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

const option = (name, standard) => Number(process.argv.find((a) => a.startsWith(name + "="))?.split("=")[1] ?? standard);
const rules = option("rules", 1000);
const interval = option("interval", 15);
const seconds = option("seconds", 180);
const folder = mkdtempSync(path.join(tmpdir(), "portal-bench-"));
chmodSync(folder, 0o755);
const ports = { shop: 19321, prometheus: 19391, portal: 19380 };
const token = "benchmark";
const children = [];
const sleep = (s) => new Promise((done) => setTimeout(done, s * 1000));

const shop = http.createServer((request, response) => {
  const n = Math.floor(Date.now() / 100);
  let text = "";
  for (let s = 0; s < rules; s++) {
    text += `http_requests_total{service="s${s}",code="200"} ${n + s}\nhttp_requests_total{service="s${s}",code="500"} ${Math.floor(n / 1000)}\n`;
  }
  response.end(text);
});

function start(command, args, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: "ignore" });
  children.push(child);
  return child;
}

async function ready(url) {
  for (let i = 0; i < 240; i++) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {}
    await sleep(0.25);
  }
  throw new Error(`${url} is not ready`);
}

// CPU seconds of a process; of PostgreSQL also those of children that have ended.
function cpu(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return { own: (Number(fields[11]) + Number(fields[12])) / 100, ended: (Number(fields[13]) + Number(fields[14])) / 100, parent: Number(fields[1]) };
}

function postgresCpu() {
  const postmaster = Number(readFileSync(path.join(folder, "data/postgres/postmaster.pid"), "utf8").split("\n")[0]);
  const root = cpu(postmaster);
  let sum = root.own + root.ended;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const one = cpu(pid);
      if (one.parent === postmaster) sum += one.own;
    } catch {}
  }
  return sum;
}

async function lag() {
  const text = await (await fetch(`http://127.0.0.1:${ports.portal}/metrics`)).text();
  const buckets = new Map();
  for (const [, bound, count] of text.matchAll(/portal_rule_lag_seconds_bucket\{le="([^"]+)"\} (\S+)/g)) {
    buckets.set(bound === "+Inf" ? Infinity : Number(bound), Number(count));
  }
  return buckets;
}

function quantile(before, after, q) {
  const bounds = [...after.keys()].sort((a, b) => a - b);
  const counts = bounds.map((b) => after.get(b) - (before.get(b) ?? 0));
  const wanted = q * counts.at(-1);
  const at = counts.findIndex((count) => count >= wanted);
  const [low, lowCount] = at === 0 ? [0, 0] : [bounds[at - 1], counts[at - 1]];
  return low + ((bounds[at] - low) * (wanted - lowCount)) / (counts[at] - lowCount || 1);
}

function manifests() {
  const head = `apiVersion: portal/v1
kind: Team
metadata: { name: bench }
spec: { members: [ { user: admin, role: lead } ] }
---
apiVersion: portal/v1
kind: Backend
metadata: { name: prom }
spec: { type: prometheus, url: "http://127.0.0.1:${ports.prometheus}" }
`;
  const each = Array.from(
    { length: rules },
    (_, s) => `---
apiVersion: portal/v1
kind: Service
metadata: { name: s${s} }
spec: { team: bench }
---
apiVersion: portal/v1
kind: AlertRule
metadata: { name: rule-${s} }
spec:
  service: s${s}
  backend: prom
  interval: ${interval}s
  query: sum(rate(http_requests_total{service="s${s}",code=~"5.."}[1m])) / sum(rate(http_requests_total{service="s${s}"}[1m]))
  condition: { operator: ">", threshold: 0.05 }
  for: 1m
  severity: warning
`,
  );
  const files = [head];
  for (let s = 0; s < rules; s += 250) files.push(each.slice(s, s + 250).join(""));
  return files;
}

try {
  await new Promise((listening) => shop.listen(ports.shop, "127.0.0.1", listening));
  writeFileSync(
    path.join(folder, "prometheus.yml"),
    `global: { scrape_interval: 15s }\nscrape_configs: [ { job_name: shop, static_configs: [ { targets: ["127.0.0.1:${ports.shop}"] } ] } ]\n`,
  );
  const prometheus = start("prometheus", [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/tsdb`, `--web.listen-address=127.0.0.1:${ports.prometheus}`, "--log.level=error"]);
  const portal = start("dotnet", ["src/Portal/bin/Release/net10.0/Portal.dll"], {
    ASPNETCORE_URLS: `http://127.0.0.1:${ports.portal}`,
    PORTAL__DATADIRECTORY: path.join(folder, "data"),
    PORTAL__BOOTSTRAPTOKEN: token,
  });
  await ready(`http://127.0.0.1:${ports.prometheus}/-/ready`);
  await ready(`http://127.0.0.1:${ports.portal}/readyz`);
  const applying = Date.now();
  for (const body of manifests()) {
    const applied = await fetch(`http://127.0.0.1:${ports.portal}/api/v1/manifests`, { method: "POST", headers: { Authorization: `Bearer ${token}` }, body });
    if (!applied.ok) throw new Error((await applied.text()).slice(0, 2000));
  }
  const applySeconds = (Date.now() - applying) / 1000;
  await sleep(60);
  const [lagBefore, p0, g0, m0, t0] = [await lag(), cpu(portal.pid).own, postgresCpu(), cpu(prometheus.pid).own, Date.now()];
  await sleep(seconds);
  const [lagAfter, p1, g1, m1, t1] = [await lag(), cpu(portal.pid).own, postgresCpu(), cpu(prometheus.pid).own, Date.now()];
  const took = (t1 - t0) / 1000;
  const share = (from, to) => `${(((to - from) / took) * 100).toFixed(1)} % of one core`;
  const rss = readFileSync(`/proc/${portal.pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1];
  const result = `# ${rules} rules over ${rules} services every ${interval} s

\`node benchmarks/rules.mjs rules=${rules} interval=${interval} seconds=${seconds}\`, ${new Date().toISOString().slice(0, 10)}, 2 cores, portal, PostgreSQL and Prometheus on one machine.

| | |
|---|---|
| evaluations | ${lagAfter.get(Infinity) - lagBefore.get(Infinity)} in ${took.toFixed(0)} s |
| slot lag p50 | ${(quantile(lagBefore, lagAfter, 0.5) * 1000).toFixed(0)} ms |
| slot lag p99 | ${(quantile(lagBefore, lagAfter, 0.99) * 1000).toFixed(0)} ms |
| CPU of the portal | ${share(p0, p1)} |
| CPU of PostgreSQL | ${share(g0, g1)} |
| CPU of Prometheus | ${share(m0, m1)} |
| memory of the portal (RSS) | ${(rss / 1024).toFixed(0)} MB |
| applying ${2 * rules + 2} manifests | ${applySeconds.toFixed(1)} s |
`;
  console.log(result);
  writeFileSync("benchmarks/results/rules.md", result);
} finally {
  for (const child of children.reverse()) child.kill("SIGTERM");
  await sleep(4);
  shop.close();
  rmSync(folder, { recursive: true, force: true });
}
