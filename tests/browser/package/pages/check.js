// The README's answer to a session that has ended: see `readme.rs` for what becomes of the attempt.
import { connect } from "readme-check";

const start = async (signal) => {
  const body = new URLSearchParams({ csrf: "secret", connector: "signed-out" });
  const headers = { accept: "application/json" };
  return (await fetch("/readme/connect", { method: "POST", body, headers, signal })).json();
};
document.querySelector("button").addEventListener("click", async () => {
  const result = await connect(start, "secret");
  document.querySelector("[role=status]").textContent = result.outcome;
});
test.ready = true;
