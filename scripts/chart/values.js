// Values as the server writes them (Numbers.cs): unit after a no-break space, real minus, unknown as a dash.
const space = "\u00a0";
const plain = (value, digits) => value.toLocaleString("en-US", { maximumFractionDigits: digits });
const bytes = ["B", "KiB", "MiB", "GiB", "TiB"];

// The smallest unit that keeps the number at one or more.
function seconds(value) {
  if (value === 0) return `0${space}s`;
  if (value < 0.001) return `${plain(value * 1e6, 1)}${space}µs`;
  if (value < 1) return `${plain(value * 1e3, value < 0.1 ? 1 : 0)}${space}ms`;
  if (value < 60) return `${plain(value, 2)}${space}s`;
  if (value < 3600) return `${plain(value / 60, 1)}${space}min`;
  if (value < 86400) return `${plain(value / 3600, 1)}${space}h`;
  return `${plain(value / 86400, 1)}${space}d`;
}

function magnitude(value, unit) {
  switch (unit) {
    case "percent": return `${plain(value * 100, value < 0.0995 ? (value < 0.001 ? 3 : 1) : 1)}${space}%`;
    case "burn": return `${plain(value, value < 0.1 ? 2 : value < 100 ? 1 : 0)}×`;
    case "seconds": return seconds(value);
    case "bytes": {
      const power = Math.min(bytes.length - 1, Math.max(0, Math.floor(Math.log2(value || 1) / 10)));
      return `${plain(value / 1024 ** power, 1)}${space}${bytes[power]}`;
    }
    default: return plain(value, value < 10 ? 3 : 1);
  }
}

export function write(value, unit) {
  if (value == null || !Number.isFinite(value)) return "–";
  return (value < 0 ? "−" : "") + magnitude(Math.abs(value), unit);
}

// 1, 2 or 5 times a power of ten, so that some four of them fill the span. Bytes go in powers of two.
function niceStep(span, unit) {
  const rough = span / 4;
  if (unit === "bytes" && rough >= 1) return 2 ** Math.ceil(Math.log2(rough));
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
}

// The range and the marks of a linear axis over everything that must be seen; zero is always in it.
export function linearAxis(values, unit, showsBelowZero) {
  let low = Math.min(0, ...values);
  let high = Math.max(0, ...values);
  if (low === high) high = unit === "percent" ? 0.01 : 1;
  const step = niceStep(high - low, unit);
  const isShare = unit === "percent" && high <= 1; // and then there is nothing above 100 %
  high = Math.ceil((high * 1.04) / step - 1e-9) * step;
  if (isShare) high = Math.min(1, high);
  low = Math.floor(low / step + 1e-9) * step;
  const splits = [];
  for (let index = Math.round(low / step); index * step <= high + step / 1e6; index++) splits.push(index * step);
  return { low: low === 0 && showsBelowZero ? -(high - low) * 0.14 : low, high, splits, zero: 0 };
}

// Whole powers of ten; 1× is the zero of a burn rate, and one power below it stays in view.
export function logAxis(values) {
  const known = values.filter((value) => value > 0);
  const low = Math.min(-1, ...known.map((value) => Math.max(-3, Math.floor(Math.log10(value)))));
  const high = Math.max(1, ...known.map((value) => Math.ceil(Math.log10(value) - 1e-9)));
  const splits = [];
  for (let power = low; power <= high; power++) splits.push(10 ** power);
  return { low: 10 ** low, high: 10 ** high, splits, zero: 1 };
}
