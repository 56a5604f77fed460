//! Definitions that no guide shows, but that Cyclr accepts or might send.

use connector_schema::Definition;
use serde_json::{Value, json};

/// What a connector is called.
const NAMES: &[&str] = &[
    // Types that the structs use.
    "String",
    "Option",
    "Secret",
    "Auth Value",
    "O Auth Tokens",
    "Account Connector",
    "From Account Connector",
    "Property Value",
    // Types that the user's file may use.
    "Result",
    "Vec",
    "Box",
    "Some",
    "None",
    "Ok",
    "Err",
    "Debug",
    "Clone",
    "Copy",
    "Default",
    // Keywords.
    "Self",
    "self",
    "crate",
    "type",
    "async",
    "_",
    // The same type as another.
    "Acme",
    "ACME",
    "Acme!",
    "Acme 2",
    "Acme Region",
    // What can't begin a name, or be in one.
    "3D",
    "2024-01",
    "!!!",
    "日本語",
    "Größe",
    "Acme \u{1f600}",
    "cyclr_oauth",
    "Acme `b\"c\\d` */ //",
    "Acme\nstruct Injected;\r\n\t\u{2028}\u{85}",
    "Acme\u{0}\u{7}\u{1b}[0m",
    "\u{202e}emcA\u{2066}",
    " Acme ",
    "Acme, whose name is longer than that of any application which somebody would want to connect",
];

/// What a property is called.
const PROPERTIES: &[&str] = &[
    // The derive takes these for slips.
    "Client ID",
    "clientId",
    "CLIENT_ID",
    "Client-Secret",
    "client_secret",
    "AuthValue",
    "auth value",
    " Padded ",
    "Padded ",
    "\tTabbed",
    "\u{a0}Wide",
    // One field each, although the words are the same.
    "A B",
    "AB",
    "A_B",
    "a-b",
    "ab",
    "a.b",
    "A__B",
    "a_b_2",
    "AB2",
    // Fields that authenticate.
    "ApiKey",
    "Credentials",
    "Tokens",
    "Tokens2",
    // Keywords.
    "type",
    "Type",
    "self",
    "Self",
    "crate",
    "super",
    "async",
    "gen",
    "_",
    "__",
    // What can't begin a name, or be in one.
    "2nd",
    "2-nd",
    "!",
    "?!",
    "日本語",
    "中文",
    "Größe",
    "größe_日_x",
    "Straße",
    "m²",
    // Cyrillic.
    "ѕсоре",
    "\u{430}",
    "a",
    "Ünï",
    "q\"\\",
    "`",
    "``a`",
    "a\nb",
    "/// a\r\n#[x]",
    "\u{202e}x",
    "\u{0}",
    "\u{1f600}",
    "{}",
    "r#type",
    "value",
    "Value",
    "value_2",
    "a property whose name is longer than that of any other which an application would have",
    "a property whose name is longer than that of any other which an application would have had",
];

const VALUES: &[&str] = &[
    "", " ", "a", "A", "a ", "A1", "a-1", "1", "1.0", "-1", "true", "True", "Self", "self", "None",
    "Some", "Ok", "Empty", "Value", "日", "本", "ß", "`", "\n", "\u{202e}", "\u{0}", "\"\\",
    "Secret", "type", "Value2", "Empty2", "a",
];

fn definition(members: Value) -> Definition {
    let mut json = json!({"Id": 7, "Name": "Acme", "AuthType": "ApiKey"});
    if let (Value::Object(json), Value::Object(members)) = (&mut json, members) {
        json.extend(members);
    }
    Definition::read_all(&json.to_string()).unwrap().remove(0)
}

fn parameter(name: &str) -> Value {
    json!({"TargetName": name, "IsAccountConnectorProperty": true})
}

/// Definitions that have a struct.
pub(crate) fn compiling() -> Vec<Definition> {
    let mut all = Vec::new();
    for name in NAMES {
        // With each type that a struct can use.
        all.push(definition(json!({
            "Name": name, "AuthType": "OAuth2", "Parameters": [
                {"TargetName": "Host", "IsAccountConnectorProperty": true, "IsOptional": true},
                {"TargetName": "Region", "IsAccountConnectorProperty": true, "Values": ["eu", "us"]},
                {"TargetName": "Key", "IsAccountConnectorProperty": true, "IsSensitive": true},
            ],
        })));
    }
    // Alone, so that none hides behind another, and in one struct.
    for name in PROPERTIES {
        all.push(definition(json!({"AuthType": "AuthFields", "Parameters": [parameter(name)]})));
    }
    for auth_type in ["ApiKey", "Basic", "OAuth1", "OAuth2"] {
        let parameters: Vec<_> = PROPERTIES.iter().map(|name| parameter(name)).collect();
        all.push(definition(json!({"AuthType": auth_type, "Parameters": parameters})));
    }
    // Enums whose names are alike.
    for name in ["Acme", "Auth", "O", "Property"] {
        let parameters =
            ["Region", "region", "REGION", "!", "?", "日", "Value", "Auth Tokens", "Self"];
        let parameters = parameters.map(|name| {
            let mut parameter = parameter(name);
            parameter["Values"] = json!(["eu", "us"]);
            parameter
        });
        all.push(definition(json!({"Name": name, "Parameters": parameters})));
    }
    let mut values = parameter("Region");
    values["Values"] = json!(VALUES);
    all.push(definition(json!({"Parameters": [values]})));
    for values in [
        json!(["false", "true", "true"]),
        json!(["true"]),
        json!([true, false]),
        json!([1, 9_007_199_254_740_993_u64, null, [], {"Value": 2.5}]),
        json!([null]),
    ] {
        all.push(definition(json!({"Parameters": [
            {"TargetName": "Region", "IsAccountConnectorProperty": true, "Values": values},
            {"TargetName": "Zone", "IsAccountConnectorProperty": true, "IsOptional": true, "Values": values},
            {"TargetName": "Key", "IsAccountConnectorProperty": true, "IsSensitive": true, "Values": values},
        ]})));
    }
    let host = parameter("Host");
    for odd in [
        json!({"Name": ""}),
        json!({"Name": null}),
        json!({"Name": "  \n"}),
        json!({"Name": "\u{feff}"}),
        json!({"Name": "", "Version": " "}),
        json!({"Version": ""}),
        json!({"Version": "null"}),
        json!({"Version": "1\"\\\n"}),
        json!({"Description": ""}),
        json!({"Description": " \n "}),
        json!({"Description": "Two\nlines, `code` and \u{202e}\u{0}more */"}),
        json!({"AuthType": "Kerberos"}),
        json!({"AuthType": ""}),
        json!({"AuthType": null}),
        json!({"OAuth2Type": "ClientCredentials"}),
        json!({"AuthType": "OAuth2", "OAuth2Type": "ClientCredentials"}),
        json!({"AuthType": "OAuth2", "OAuth2Type": "PasswordCredentials"}),
        json!({"Parameters": [{"IsAccountConnectorProperty": true}, host]}),
        json!({"Parameters": [{"TargetName": null, "IsAccountConnectorProperty": true}]}),
        json!({"Parameters": [{"TargetName": " ", "IsAccountConnectorProperty": true}, host]}),
        json!({"Parameters": [{"TargetName": "Host"}, host]}),
        json!({"Parameters": [host, {"TargetName": "Host", "IsAccountConnectorProperty": true, "IsOptional": true}]}),
        json!({"Parameters": [{"TargetName": "Host", "IsAccountConnectorProperty": true, "IsOptional": true}, host]}),
        json!({"Parameters": [{"Name": "Secret `b`\n*/", "TargetName": "Host", "IsAccountConnectorProperty": true}]}),
        json!({"Parameters": [{"Name": "Host", "TargetName": "Server", "IsAccountConnectorProperty": true}, host]}),
        json!({"AuthType": "OAuth2", "Parameters": [parameter("ClientId"), parameter("ClientSecret")]}),
        json!({"AuthType": "OAuth2", "Parameters": [{"TargetName": "ClientId"}, {"TargetName": "ClientSecret"}]}),
        json!({"Authentication": [{"Id": "1", "AuthType": "Basic"}]}),
        json!({"Authentication": [{"Id": "  ", "AuthType": "Basic"}]}),
        json!({"Authentication": [{"Id": 12, "AuthType": "OAuth2"}]}),
        json!({"Authentication": [{"Id": "\"\\\n", "AuthType": "OAuth2"}]}),
        // Several ways: without ids, with the same one, the same names, odd names, nothing to send.
        json!({"Authentication": [{"AuthType": "Basic"}, {"AuthType": "ApiKey"}]}),
        json!({"Authentication": [{"Id": "", "AuthType": "Basic"}, {"Id": " ", "AuthType": "Basic"}]}),
        json!({"Authentication": [{"Id": "1", "AuthType": "OAuth2"}, {"Id": "1", "AuthType": "ApiKey"}]}),
        json!({"Authentication": [{"Id": "1"}, {"AuthType": "OAuth2"}], "Parameters": [host]}),
        json!({"Authentication": [{"Id": "1", "AuthType": "None"}, {"Id": "2", "AuthType": "Basic"}]}),
        json!({"Authentication": [{"AuthName": "", "AuthType": ""}, {"AuthName": " "}, {"AuthName": "!"}, {"AuthName": "日"}], "Parameters": [host]}),
        json!({"Authentication": [
            {"Id": "1", "AuthName": "Self", "AuthType": "ApiKey"},
            {"Id": "2", "AuthName": "self", "AuthType": "ApiKey"},
            {"Id": "3", "AuthName": "None", "AuthType": "Basic"},
            {"Id": "4", "AuthName": "String", "AuthType": "Basic"},
            {"Id": "5", "AuthName": "2 legs\n`*/", "AuthType": "OAuth2"},
            {"Id": "6", "AuthName": "\u{202e}", "AuthType": "Secret"},
        ], "Parameters": [
            {"TargetName": "Region", "IsAccountConnectorProperty": true, "Values": ["eu", "us"]},
            {"TargetName": "Client ID", "IsAccountConnectorProperty": true, "IsOptional": true},
        ]}),
    ] {
        all.push(definition(odd));
    }
    all
}

/// Definitions that have none, and the sentence in its place.
pub(crate) fn refused() -> Vec<(Definition, String)> {
    let nothing = |called: &str| {
        format!(
            "// There is no struct for {called}: it takes no properties and no `AuthValue`, so there is \
             nothing to send.\n"
        )
    };
    let several = json!([{"Id": "1", "AuthType": "None"}, {"Id": "2", "AuthType": "OAuth1"}]);
    let blank = json!({"Name": "A`\nB", "AuthType": "AuthFields", "Parameters": [parameter(" ")]});
    let other = json!({"Name": "", "AuthType": "Odd", "Parameters": [{"TargetName": "PageSize"}]});
    let parameters: Vec<_> = (0..1_001).map(|number| parameter(&format!("P{number}"))).collect();
    let many = json!({"Parameters": parameters, "Authentication": vec![json!({}); 10]});
    vec![
        (definition(json!({"AuthType": "None"})), nothing("`Acme` (7)")),
        (definition(blank), nothing("`` A` B `` (7)")),
        (definition(other), nothing("`` (7)")),
        (definition(json!({"Authentication": several})), nothing("`Acme` (7)")),
        (
            definition(many),
            "// There is no struct for `Acme` (7): 1001 properties for 10 ways to authenticate are too \
             many to write out.\n"
                .to_owned(),
        ),
    ]
}
