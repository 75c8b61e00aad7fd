// Questions to the board and changes of it: JSON, with the key that only this page has.
const key = document.querySelector("meta[name=cle]")?.content ?? "";

export class Refused extends Error {
  constructor(lines, status, changed) {
    super(lines[0] ?? "");
    this.lines = lines;
    this.status = status;
    this.changed = changed;
  }
}

async function answered(promise) {
  let answer;
  try {
    answer = await promise;
  } catch {
    throw new Refused(["Le tableau ne répond plus : relancez barrette serve dans le terminal. Rien n’est perdu."], 0, false);
  }
  const found = await answer.json().catch(() => ({ lines: ["Réponse illisible : rechargez la page."] }));
  if (!answer.ok) throw new Refused(found.lines ?? [], answer.status, found.changed === true);
  return found;
}

export function ask(name, parameters = {}) {
  const text = new URLSearchParams(parameters).toString();
  return answered(fetch(`/api/${name}${text ? `?${text}` : ""}`, { cache: "no-store" }));
}

export function change(name, body) {
  return answered(fetch(`/api/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Barrette": key },
    body: JSON.stringify(body),
  }));
}
