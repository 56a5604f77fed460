//! [`LaunchKind`]: how LAUNCH, the Marketplace and ORBIT differ.

use serde_json::{Value, json};

use super::fields::Fields;
use crate::state::Refusal;

/// One of the three.
#[derive(Debug)]
pub(super) struct LaunchKind {
    /// The end of the path, and the page that the user gets to.
    pub(super) path: &'static str,
    /// The member of the answer that holds the URL.
    pub(super) url_member: &'static str,
    /// What the request may say, apart from accounts and connectors.
    allowed: &'static [(&'static str, OptionType)],
}

#[derive(Clone, Copy, Debug)]
enum OptionType {
    Boolean(Option<bool>),
    RequiredNumber,
    Text,
}

pub(super) static KINDS: [LaunchKind; 3] = [
    LaunchKind { path: "launch", url_member: "LaunchUrl", allowed: LAUNCH },
    LaunchKind {
        path: "marketplace",
        url_member: "MarketplaceUrl",
        allowed: &[
            ("MarketplaceId", OptionType::RequiredNumber),
            ("InlineOAuth", OptionType::Boolean(None)),
            ("CompleteParameter", OptionType::Text),
        ],
    },
    LaunchKind { path: "orbit", url_member: "OrbitUrl", allowed: LAUNCH },
];

const LAUNCH: &[(&str, OptionType)] = &[
    ("Start", OptionType::Boolean(Some(true))),
    ("RunOnce", OptionType::Boolean(Some(false))),
    ("Tags", OptionType::Text),
    ("InlineOAuth", OptionType::Boolean(None)),
    ("AutoInstall", OptionType::Boolean(Some(true))),
    ("SingleInstall", OptionType::Boolean(Some(false))),
    ("CompleteParameter", OptionType::Text),
    ("Wizard", OptionType::Boolean(None)),
    ("DisplayDescriptions", OptionType::Boolean(None)),
];

impl LaunchKind {
    /// Names and values that the request or the defaults give.
    pub(super) fn options(&self, fields: &Fields) -> Result<Vec<(String, String)>, Refusal> {
        let mut options = Vec::new();
        for (name, option_type) in self.allowed {
            let value = match option_type {
                OptionType::Boolean(default) => {
                    fields.boolean(name)?.or(*default).map(|it| it.to_string())
                }
                OptionType::RequiredNumber => {
                    fields.required(name)?;
                    fields.number(name)?.map(|it| it.to_string())
                }
                OptionType::Text => match fields.get(name) {
                    Some(Value::Array(items)) => {
                        let items = items.iter().filter_map(Value::as_str);
                        Some(items.collect::<Vec<_>>().join(","))
                    }
                    _ => fields.text(name)?,
                },
            };
            options.extend(value.map(|value| ((*name).to_owned(), value)));
        }
        Ok(options)
    }

    /// The page that the user gets to, with the options in plain text (observed). How they sit in it is
    /// undocumented.
    pub(super) fn return_url(&self, options: &[(String, String)]) -> String {
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
        format!("/{}?{}", self.path, parts.join("&"))
    }

    /// What the final page hands to the partner's.
    pub(super) fn result(
        &self,
        account: &str,
        user: Option<u64>,
        options: &[(String, String)],
    ) -> Value {
        let option = |name: &str| options.iter().find(|(it, _)| it == name).map(|(_, value)| value);
        let mut result = json!({
            "accountId": account,
            "accountApiId": account,
            "status": "Complete",
            "userId": user,
            "webhooks": [],
            "errors": [],
            "completeParameter": option("CompleteParameter"),
        });
        let more = if self.path == "marketplace" {
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
