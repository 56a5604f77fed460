//! The derives in places where names mean something else, and where lints are errors. The package
//! `cyclr-oauth-renamed-tests` has the lints that the code around them can't keep here.

#![deny(
    warnings,
    future_incompatible,
    let_underscore,
    nonstandard_style,
    rust_2018_idioms,
    unused,
    absolute_paths_not_starting_with_crate,
    explicit_outlives_requirements,
    meta_variable_misuse,
    missing_copy_implementations,
    missing_docs,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unreachable_pub,
    unsafe_code,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    variant_size_differences,
    clippy::all,
    clippy::pedantic
)]
#![allow(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "functions of `with` and `skip_if` take a reference, whatever the field is"
)]

mod blanket;
mod fields;
mod generics;
mod macros;
mod no_prelude;
mod shadowed;
