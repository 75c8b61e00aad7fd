// Hands over the token of the address, which stands behind the # and so is in no log and no history of the server; or,
// where the board is asked for from elsewhere, the password.
const said = document.getElementById("said");
const door = document.getElementById("door");

async function enter(token) {
  const answer = await fetch("/entrer", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
  });
  if (answer.ok) location.replace("/semaine");
  else said.textContent = (await answer.json()).lines.join(" ");
  return answer.ok;
}

if (door) {
  const field = document.getElementById("password");
  const button = door.querySelector("button");
  door.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "Ouverture…";
    button.disabled = true;
    try {
      if (await enter(field.value)) return;
      field.value = "";
    } catch {
      said.textContent = "Le tableau ne répond pas : réessayez.";
    }
    button.disabled = false;
    field.focus();
  });
} else {
  const token = location.hash.slice(1);
  history.replaceState(null, "", "/entrer");
  if (token) await enter(token);
  else said.textContent = "Ouvrez l’adresse entière que le terminal affiche.";
}
