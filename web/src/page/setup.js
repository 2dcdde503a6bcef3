// The token stays behind the # of the link: browsers never send that part, so no log holds it.
const form = document.getElementById("setup");
const said = document.getElementById("said");
const say = (text, kind) => { said.textContent = text; said.className = `said ${kind}`; };

const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
if (!token) say("This address needs the link that the server printed when it started.", "bad");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { username, full_name, password, again } = Object.fromEntries(new FormData(form));
  if (password !== again) return say("The two passwords differ.", "bad");
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch("/api/v1/setup", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token, username, full_name, password }),
    });
    if (answer.ok) {
      form.reset();
      return say(`“${username}” is administrator now. Sign in with the password you chose.`, "good");
    }
    const problem = await answer.json();
    say((problem.errors ?? []).map((fault) => fault.detail).join(" ") || problem.detail, "bad");
  } catch {
    say("The server does not answer. Try again.", "bad");
  }
  button.disabled = false;
});
