//! [`Route`]: a method, a path, and the function that responds.

use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, on};
use http::{Method, StatusCode};

#[cfg(feature = "control")]
use super::description::{Documented, OperationDescription};

pub(super) struct Route {
    #[cfg_attr(not(feature = "control"), expect(dead_code, reason = "for the document"))]
    pub(super) method: Method,
    /// As the document has it; a name in braces is a segment.
    pub(super) path: &'static str,
    #[cfg_attr(not(feature = "control"), expect(dead_code, reason = "for the document"))]
    pub(super) id: &'static str,
    #[cfg_attr(not(feature = "control"), expect(dead_code, reason = "for the document"))]
    pub(super) summary: &'static str,
    /// Statuses in addition to those of the function's inputs.
    pub(super) refusals: Vec<(StatusCode, &'static str)>,
    pub(super) handler: MethodRouter,
    /// Describes the inputs and the answer of the function.
    #[cfg(feature = "control")]
    pub(super) describe: fn(&mut OperationDescription<'_>),
}

/// Without the control address nothing is described.
#[cfg(not(feature = "control"))]
pub(super) trait Documented<D> {}

#[cfg(not(feature = "control"))]
impl<H> Documented<()> for H {}

impl Route {
    pub(super) fn new<H, T: 'static, D>(
        method: Method,
        path: &'static str,
        id: &'static str,
        summary: &'static str,
        function: H,
    ) -> Self
    where
        H: Handler<T, ()> + Documented<D>,
    {
        let handler = on(filter(&method), function);
        Self {
            method,
            path,
            id,
            summary,
            refusals: Vec::new(),
            handler,
            #[cfg(feature = "control")]
            describe: H::describe,
        }
    }

    pub(super) fn refuses(mut self, status: StatusCode, when: &'static str) -> Self {
        self.refusals.push((status, when));
        self
    }
}

#[expect(clippy::expect_used, reason = "the methods of the routes are among those of HTTP")]
fn filter(method: &Method) -> MethodFilter {
    MethodFilter::try_from(method.clone()).expect("a method of HTTP")
}
