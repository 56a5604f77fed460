//! [`axe()`]: checks a page's accessibility.

use std::fmt;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::Session;

/// A rule that the page breaks.
#[derive(Clone, Debug, Deserialize)]
pub struct Violation {
    /// The rule, such as `color-contrast`.
    pub id: String,
    /// `minor`, `moderate`, `serious` or `critical`.
    pub impact: Option<String>,
    /// What the rule requires.
    pub help: String,
    /// The elements.
    pub nodes: Vec<Node>,
}

/// An element that breaks a rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// The start of its HTML.
    pub html: String,
    /// What would fix it.
    pub failure_summary: Option<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let impact = self.impact.as_deref().unwrap_or("unknown impact");
        write!(f, "{} ({impact}): {}", self.id, self.help)?;
        for node in &self.nodes {
            let summary = node.failure_summary.as_deref().unwrap_or_default();
            write!(f, "\n  {}\n    {}", node.html, summary.replace('\n', "\n    "))?;
        }
        Ok(())
    }
}

/// The violations of WCAG 2.2 A and AA, and of best practice, in the current state of the page.
pub async fn axe(session: &Session) -> Vec<Violation> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
    let source = fs::read_to_string(path)
        .expect("axe-core is installed: run `npm ci` in tests/browser, or .ci/browser");
    // The driver's script, which no page policy blocks.
    let () = session.script(&source, ()).await;
    session.script_async(RUN, ()).await
}

const RUN: &str = r#"
    const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await window.axe.run(document, {
        runOnly: { type: "tag", values },
        resultTypes: ["violations"],
    });
    return violations.map(({ id, impact, help, nodes }) => ({
        id,
        impact,
        help,
        nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })),
    }));
"#;
