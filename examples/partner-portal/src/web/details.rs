//! The properties of a connector: shown, edited, cleared.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::SignedCookieJar;
use cyclr_oauth::Secret;
use cyclr_oauth::api::{
    AccountConnectorState, CreateProperty, DeleteProperty, Parameter, UpdateProperty,
};
use http::StatusCode;
use maud::{Markup, html};

use super::Portal;
use super::connector::Id;
use super::field::{Field, Mistake};
use super::flash::{Done, Flash};
use super::page::{Page, csrf};
use super::problem::Problem;
use super::session::{Post, Session};
use super::state::{label, name, property, value};

type Entered = HashMap<String, Secret>;

pub(super) async fn ask(
    State(portal): State<Portal>,
    session: Session,
    Id(id): Id,
) -> Result<Response, Problem> {
    let connector = portal.cyclr.account(&session.person.account).connector(id).await?;
    Ok(page(&session, &connector, None))
}

fn page(
    session: &Session,
    connector: &AccountConnectorState,
    wrong: Option<(&Entered, &[Mistake])>,
) -> Response {
    let mistakes = wrong.map_or(&[][..], |(_, mistakes)| mistakes);
    let content = html! {
        (Mistake::summary(mistakes))
        form.fields.card method="post" {
            (csrf(session))
            @for parameter in parameters(connector) { (field(connector, parameter, wrong)) }
            div.actions {
                button { "Save" }
                a.button.quiet href={ "/connectors/" (connector.id) } { "Back" }
            }
        }
    };
    let status =
        if mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = format!("Details for {}", name(connector));
    let title = if mistakes.is_empty() { title } else { format!("Not saved: {title}") };
    Page::new(&title).with_status(status).of(session).show(&content)
}

fn parameters(connector: &AccountConnectorState) -> impl Iterator<Item = &Parameter> {
    connector.connector.parameters.iter().filter(|it| it.is_account_connector_property)
}

/// Apart from the names of the form's own fields, whatever a connector calls its properties.
fn field_name(parameter: &Parameter) -> String {
    format!("property.{}", parameter.target_name)
}

fn field(
    connector: &AccountConnectorState,
    parameter: &Parameter,
    wrong: Option<(&Entered, &[Mistake])>,
) -> Markup {
    let name = field_name(parameter);
    let stored = value(connector, parameter);
    let entered = wrong.and_then(|(entered, _)| entered.get(&name)).map(Secret::expose_secret);
    let mistake = wrong.and_then(|(_, mistakes)| Mistake::of(mistakes, &name));
    let field =
        Field { name: &name, label: label(parameter), mistake, required: !parameter.is_optional };
    if !parameter.values.is_empty() {
        return field.choice(&parameter.values, entered.or(stored).unwrap_or_default());
    }
    if !parameter.is_sensitive {
        return field.text(entered.or(stored).unwrap_or_default(), None);
    }
    let is_set = stored.is_some();
    html! {
        (field.secret(is_set, is_key(parameter)))
        @if is_set && parameter.is_optional {
            label.check { input type="checkbox" name={ (name) ".clear" } value="yes"; "Remove the stored " (label(parameter)) }
        }
    }
}

/// A key of many lines, whose line breaks a plain input would lose.
fn is_key(parameter: &Parameter) -> bool {
    let name = parameter.target_name.to_lowercase();
    ["key", "certificate", "pem"].iter().any(|it| name.contains(it))
}

pub(super) async fn save(
    State(portal): State<Portal>,
    Id(id): Id,
    jar: SignedCookieJar,
    Post { session, form, .. }: Post<Entered>,
) -> Result<Response, Problem> {
    let account = &session.person.account;
    let connector = portal.cyclr.account(account).connector(id).await?;
    let mut mistakes = Vec::new();
    for parameter in parameters(&connector) {
        if let Some(text) = mistake(&connector, parameter, &form) {
            mistakes.push(Mistake { field: field_name(parameter), text });
        }
    }
    if !mistakes.is_empty() {
        return Ok(page(&session, &connector, Some((&form, &mistakes))));
    }
    // The connector's own, and no others, whatever the form holds.
    for parameter in parameters(&connector) {
        if let Err(error) = store(&portal, &session, &connector, parameter, &form).await {
            if error.status() != Some(StatusCode::BAD_REQUEST) {
                return Err(error.into());
            }
            // What Cyclr says of what was entered is the user's to read; anything else is not.
            let text = error.message().unwrap_or("Cyclr does not accept this.").to_owned();
            let mistakes = [Mistake { field: field_name(parameter), text }];
            return Ok(page(&session, &connector, Some((&form, &mistakes))));
        }
    }
    let jar = Flash { id, done: Done::Saved }.put(&portal, jar);
    Ok((jar, Redirect::to(&format!("/connectors/{id}"))).into_response())
}

/// What can be seen to be wrong without asking Cyclr.
fn mistake(
    connector: &AccountConnectorState,
    parameter: &Parameter,
    form: &Entered,
) -> Option<String> {
    let entered = form.get(&field_name(parameter)).map_or("", Secret::expose_secret);
    let is_kept = parameter.is_sensitive && value(connector, parameter).is_some();
    let verb = if parameter.values.is_empty() { "Enter" } else { "Choose" };
    if entered.trim().is_empty() {
        let is_needed = !parameter.is_optional && !is_kept;
        return is_needed.then(|| format!("{verb} {}.", label(parameter)));
    }
    let is_known = parameter.values.is_empty() || parameter.values.iter().any(|it| it == entered);
    (!is_known).then(|| format!("Choose {} from the list.", label(parameter)))
}

async fn store(
    portal: &Portal,
    session: &Session,
    connector: &AccountConnectorState,
    parameter: &Parameter,
    form: &Entered,
) -> Result<(), cyclr_oauth::Error> {
    let (account, id) = (&session.person.account, connector.id);
    let (field, name) = (field_name(parameter), &*parameter.target_name);
    let Some(entered) = form.get(&field) else { return Ok(()) };
    let clear = form.contains_key(&format!("{field}.clear"));
    // Browsers send CRLF for the line breaks of a text area.
    let entered = Secret::from(entered.expose_secret().replace("\r\n", "\n"));
    let value = entered.expose_secret();
    if parameter.is_sensitive && value.is_empty() && !clear {
        return Ok(());
    }
    let stored = property(connector, parameter);
    let property = stored.and_then(|it| it.id);
    match (property, value.is_empty()) {
        (Some(property), true) => {
            portal.cyclr.call(&DeleteProperty { account, id, property }).await?;
        }
        (Some(property), false) => {
            let is_same = stored.and_then(|it| it.value.as_ref());
            if is_same.is_none_or(|it| it.expose_secret() != value) {
                let call = UpdateProperty { account, id, property, name, value };
                portal.cyclr.call(&call).await?;
            }
        }
        (None, true) => {}
        (None, false) => {
            portal.cyclr.call(&CreateProperty { account, id, name, value }).await?;
        }
    }
    Ok(())
}
