// Elements, days and hours. Whatever a name holds, it is set as text: no HTML is ever made from it.
export function h(tag, attributes = {}, ...children) {
  const found = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) found.addEventListener(name.slice(2), value);
    else if (name === "class") found.className = value;
    else if (name === "data") Object.assign(found.dataset, value);
    else if (name === "vars") for (const [key, number] of Object.entries(value)) found.style.setProperty(`--${key}`, number);
    else found.setAttribute(name, value === true ? "" : value);
  }
  found.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return found;
}

const DAY = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
const SHORT = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "short", timeZone: "UTC" });
const NARROW = new Intl.DateTimeFormat("fr-FR", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
const LONG = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long", timeZone: "UTC" });

export const dayOf = (iso) => new Date(`${iso}T00:00:00Z`);
export const isoOf = (day) => day.toISOString().slice(0, 10);
export const plus = (iso, days) => isoOf(new Date(dayOf(iso).getTime() + days * 864e5));
export const weekday = (iso) => (dayOf(iso).getUTCDay() + 6) % 7;
export const mondayOf = (iso) => plus(iso, -weekday(iso));
export const sayDay = (iso) => DAY.format(dayOf(iso)).replace(/ 1 /, " 1er ");
export const narrowDay = (iso) => NARROW.format(dayOf(iso)).replace(/ 1 /, " 1er ");
export const shortDay = (iso) => SHORT.format(dayOf(iso)).replace(/^1 /, "1er ");
export const longDay = (iso) => LONG.format(dayOf(iso)).replace(/^1 /, "1er ");
export const clock = (minutes) => `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${String(minutes % 60).padStart(2, "0")}` : ""}`;
export const span = (start, end) => `${clock(start)} – ${clock(end)}`;
export const many = (number, one, more = `${one}s`) => `${number} ${number < 2 ? one : more}`;
export const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
