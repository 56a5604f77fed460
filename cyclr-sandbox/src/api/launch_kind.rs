//! [`LaunchKind`]: how LAUNCH, the Marketplace and ORBIT differ.

use serde_json::{Value, json};

use super::fields::Fields;
use super::launched::Launched;
use super::members::{Kind, Member};
use crate::state::Refusal;

/// One of the three.
pub(super) trait LaunchKind: Send + 'static {
    /// The end of the path, and the page that the user gets to.
    const PATH: &'static str;
    /// What the request may say, apart from accounts and connectors.
    const OPTIONS: &'static [Member];

    /// The member of the answer that holds the URL.
    fn url(launched: &mut Launched) -> &mut Option<String>;

    /// Names and values that the request or the defaults give.
    fn options(fields: &Fields) -> Result<Vec<(String, String)>, Refusal> {
        let mut options = Vec::new();
        for Member { name, kind, required } in Self::OPTIONS {
            if *required {
                fields.required(name)?;
            }
            let value = match (kind, fields.get(name)) {
                (Kind::Boolean, _) => {
                    fields.boolean(name)?.or(default(name)).map(|it| it.to_string())
                }
                (Kind::Number, _) => fields.number(name)?.map(|it| it.to_string()),
                (_, Some(Value::Array(items))) => {
                    let items = items.iter().filter_map(Value::as_str);
                    Some(items.collect::<Vec<_>>().join(","))
                }
                _ => fields.text(name)?,
            };
            options.extend(value.map(|value| ((*name).to_owned(), value)));
        }
        Ok(options)
    }

    /// The page that the user gets to, with the options in plain text (observed). How they sit in it is
    /// undocumented.
    fn return_url(options: &[(String, String)]) -> String {
        let option = |name: &str| {
            options.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value.as_str())
        };
        let only_if = |name, value, text: &'static str| (option(name) == value).then_some(text);
        let mut parts: Vec<String> = [
            only_if("InlineOAuth", "false", "inline=false"),
            only_if("Start", "false", "start=false"),
            only_if("RunOnce", "true", "once=true"),
            only_if("Wizard", "true", "wizard=true"),
            only_if("DisplayDescriptions", "true", "descriptions=true"),
        ]
        .into_iter()
        .flatten()
        .map(str::to_owned)
        .collect();
        for (name, short) in [
            ("AutoInstall", "auto"),
            ("SingleInstall", "single"),
            ("MarketplaceId", "marketplaceId"),
            ("Tags", "tags"),
            ("CompleteParameter", "complete"),
        ] {
            match option(name) {
                "" => {}
                value => parts.push(format!("{short}={value}")),
            }
        }
        format!("/{}?{}", Self::PATH, parts.join("&"))
    }

    /// The result that the final page passes to the partner's page. An account has Cyclr's own id and the partner's.
    fn result(
        (own_id, account): (&str, &str),
        user: Option<u64>,
        options: &[(String, String)],
    ) -> Value {
        let option = |name: &str| options.iter().find(|(it, _)| it == name).map(|(_, value)| value);
        let mut result = json!({
            "accountId": own_id,
            "accountApiId": account,
            "status": "Complete",
            "userId": user,
            "webhooks": [],
            "errors": [],
            "completeParameter": option("CompleteParameter"),
        });
        let more = if Self::PATH == "marketplace" {
            let package = option("MarketplaceId").and_then(|it| it.parse::<u64>().ok());
            json!({"installCompleteMessage": "Installed.", "marketplacePackageId": package, "cycles": []})
        } else {
            let tags: Vec<_> = option("Tags").map_or_else(Vec::new, |it| it.split(',').collect());
            json!({"cycleId": null, "templateId": null, "templateReleaseId": null, "templateTags": tags})
        };
        if let (Some(result), Value::Object(more)) = (result.as_object_mut(), more) {
            result.extend(more);
        }
        result
    }
}

/// Of a boolean that is not sent, if it counts then.
fn default(name: &str) -> Option<bool> {
    match name {
        "Start" | "AutoInstall" => Some(true),
        "RunOnce" | "SingleInstall" => Some(false),
        _ => None,
    }
}

pub(super) struct Launch;

impl LaunchKind for Launch {
    const PATH: &'static str = "launch";
    const OPTIONS: &'static [Member] = LAUNCH;

    fn url(launched: &mut Launched) -> &mut Option<String> {
        &mut launched.launch_url
    }
}

pub(super) struct Marketplace;

impl LaunchKind for Marketplace {
    const PATH: &'static str = "marketplace";
    const OPTIONS: &'static [Member] = &[
        Member::new("MarketplaceId", Kind::Number).required(),
        Member::boolean("InlineOAuth"),
        Member::text("CompleteParameter"),
    ];

    fn url(launched: &mut Launched) -> &mut Option<String> {
        &mut launched.marketplace_url
    }
}

pub(super) struct Orbit;

impl LaunchKind for Orbit {
    const PATH: &'static str = "orbit";
    const OPTIONS: &'static [Member] = LAUNCH;

    fn url(launched: &mut Launched) -> &mut Option<String> {
        &mut launched.orbit_url
    }
}

const LAUNCH: &[Member] = &[
    Member::boolean("Start"),
    Member::boolean("RunOnce"),
    Member::new("Tags", Kind::Texts),
    Member::boolean("InlineOAuth"),
    Member::boolean("AutoInstall"),
    Member::boolean("SingleInstall"),
    Member::text("CompleteParameter"),
    Member::boolean("Wizard"),
    Member::boolean("DisplayDescriptions"),
];
