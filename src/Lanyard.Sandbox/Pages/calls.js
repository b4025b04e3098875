const rows = document.getElementById("rows");
const form = document.getElementById("find");
const news = document.getElementById("news");
const pause = document.getElementById("pause");
const mostRows = 200;
let after = Number(rows.dataset.newest);
let round = 0;
let fresh = 0;
let refused = 0;
let said = 0;

// Says what is new, and not more often than somebody can listen to.
function tell() {
  if (fresh > 0 && Date.now() - said > 10000) {
    news.textContent = (fresh === 1 ? "One new call" : fresh + " new calls") + (refused > 0 ? ", " + refused + " denied or failed." : ".");
    said = Date.now();
    fresh = refused = 0;
  }
}

async function ask(from) {
  const mine = ++round;
  const query = new URLSearchParams(new FormData(form));
  query.set("after", from);
  const answer = await fetch("/_/calls/rows?" + query);
  if (mine !== round) {
    return;
  }
  if (!answer.ok) {
    news.textContent = "The sandbox doesn't know this page any more. Open the link that it printed.";
    pause.setAttribute("aria-pressed", "true");
    return;
  }
  const came = document.createElement("template");
  came.innerHTML = await answer.text();
  if (mine !== round) {
    return;
  }
  after = Number(answer.headers.get("X-Newest-Call"));
  if (from === 0) {
    rows.replaceChildren(came.content);
    return;
  }
  for (const row of came.content.children) {
    row.classList.add("new");
    fresh += 1;
    refused += row.querySelector(".no") ? 1 : 0;
  }
  rows.prepend(came.content);
  while (rows.children.length > mostRows) {
    rows.lastElementChild.remove();
  }
  tell();
}

async function again() {
  if (pause.getAttribute("aria-pressed") === "false") {
    try {
      await ask(after);
    } catch {
      news.textContent = "The sandbox doesn't answer.";
    }
  }
  setTimeout(again, 1000);
}

let typing;
function search() {
  clearTimeout(typing);
  typing = setTimeout(() => ask(0).catch(() => {}), 150);
}

form.addEventListener("input", search);
form.addEventListener("submit", event => { event.preventDefault(); search(); });
pause.addEventListener("click", () => pause.setAttribute("aria-pressed", String(pause.getAttribute("aria-pressed") === "false")));
pause.hidden = false;
document.getElementById("show").hidden = true;
news.textContent = "New calls come up here by themselves.";
setTimeout(again, 1000);
