//! [`Field`]: an input with its label, and what is wrong with it next to it.

use maud::{Markup, html};

/// What is wrong with a field.
pub(super) struct Mistake {
    pub(super) field: String,
    pub(super) text: String,
}

impl Mistake {
    pub(super) fn of<'a>(mistakes: &'a [Self], field: &str) -> Option<&'a str> {
        mistakes.iter().find(|it| it.field == field).map(|it| &*it.text)
    }

    /// Leads to the fields.
    pub(super) fn summary(mistakes: &[Self]) -> Markup {
        html! {
            @if !mistakes.is_empty() {
                div.bad.card role="alert" {
                    h2 { "Nothing was saved" }
                    ul { @for it in mistakes { li { a href={ "#" (it.field) } { (it.text) } } } }
                }
            }
        }
    }
}

pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) label: &'a str,
    pub(super) mistake: Option<&'a str>,
    pub(super) required: bool,
}

impl Field<'_> {
    pub(super) fn text(&self, value: &str, hint: Option<&str>) -> Markup {
        let Self { name, required, .. } = self;
        self.show(hint, &html! {
            input id=(name) name=(name) value=(value) required[*required] autocomplete="off"
                maxlength="5000" aria-invalid=[self.invalid()] aria-describedby=[self.described(hint.is_some())];
        })
    }

    pub(super) fn choice(&self, values: &[String], chosen: &str) -> Markup {
        let Self { name, required, .. } = self;
        self.show(
            None,
            &html! {
                select id=(name) name=(name) required[*required] aria-invalid=[self.invalid()]
                    aria-describedby=[self.described(false)] {
                    option value="" { @if *required { "Choose…" } @else { "None" } }
                    @for value in values { option selected[value == chosen] { (value) } }
                }
            },
        )
    }

    /// Never shown again; replaced by what is entered.
    pub(super) fn secret(&self, is_set: bool, is_long: bool) -> Markup {
        let Self { name, required, .. } = self;
        let required = *required && !is_set;
        let hint = is_set.then_some("A value is stored. Leave this empty to keep it.");
        let described = self.described(is_set);
        self.show(hint, &html! {
            @if is_long {
                textarea id=(name) name=(name) rows="4" required[required] autocomplete="off" spellcheck="false"
                    aria-invalid=[self.invalid()] aria-describedby=[described] {}
            } @else {
                input id=(name) name=(name) type="password" required[required] autocomplete="new-password"
                    aria-invalid=[self.invalid()] aria-describedby=[described];
            }
        })
    }

    fn invalid(&self) -> Option<&'static str> {
        self.mistake.map(|_| "true")
    }

    fn described(&self, has_hint: bool) -> Option<String> {
        let Self { name, mistake, .. } = self;
        match (mistake, has_hint) {
            (None, false) => None,
            (Some(_), false) => Some(format!("{name}.mistake")),
            (None, true) => Some(format!("{name}.hint")),
            (Some(_), true) => Some(format!("{name}.mistake {name}.hint")),
        }
    }

    fn show(&self, hint: Option<&str>, input: &Markup) -> Markup {
        let Self { name, label, mistake, required } = self;
        html! {
            div.field {
                label for=(name) { (label) @if !required { span.note { " (optional)" } } }
                (input)
                @if let Some(hint) = hint { p.note id={ (name) ".hint" } { (hint) } }
                @if let Some(mistake) = mistake { p.bad id={ (name) ".mistake" } { (mistake) } }
            }
        }
    }
}
