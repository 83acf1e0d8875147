// The server never learns the browser's time zone by itself. Told once in a cookie, and the page asked for again before
// anything is painted; where cookies are refused, times stay in UTC and say so.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const told = () => document.cookie.split("; ").includes(`tz=${zone}`);

if (zone && !told()) {
  document.cookie = `tz=${zone};path=/;max-age=31536000;samesite=lax`;
  if (told()) location.reload();
}
