// Hands over the token of the address, which stands behind the # and so is in no log and no history of the server.
const said = document.getElementById("said");
const token = location.hash.slice(1);
history.replaceState(null, "", "/entrer");

if (!token) {
  said.textContent = "Ouvrez l’adresse entière que le terminal affiche.";
} else {
  const answer = await fetch("/entrer", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
  });
  if (answer.ok) location.replace("/semaine");
  else said.textContent = (await answer.json()).lines.join(" ");
}
