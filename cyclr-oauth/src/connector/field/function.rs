//! Checks the functions of `with` and `skip_if`.
//!
//! Derived code calls the functions directly, so that `str::is_empty` fits a `String` and a generic
//! function fits any field. Before that it passes them to [`Function`], which rejects one that
//! doesn't take a reference. The compiler's own advice there would be to clone.

use std::marker::PhantomData;

/// A function that the user named.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Function<F>(pub F);

/// A function of one argument.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct OfOne<A, F>(F, PhantomData<A>);

/// Any other path, which can't be called.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Uncallable<F>(PhantomData<F>);

/// Finds the argument type of a function.
pub trait FunctionOfOne<A, R> {
    /// The function's type.
    type F;
    /// The function with its argument type.
    fn cyclr_argument(self) -> OfOne<A, Self::F>;
}

impl<A, R, F: FnOnce(A) -> R> FunctionOfOne<A, R> for Function<F> {
    type F = F;

    fn cyclr_argument(self) -> OfOne<A, F> {
        OfOne(self.0, PhantomData)
    }
}

/// The fallback for [`FunctionOfOne`]: a method of the value takes precedence over one of its
/// reference.
pub trait AnyFunction {
    /// The type of the path.
    type F;
    /// The path without an argument type.
    fn cyclr_argument(self) -> Uncallable<Self::F>;
}

impl<F> AnyFunction for &Function<F> {
    type F = F;

    fn cyclr_argument(self) -> Uncallable<F> {
        Uncallable(PhantomData)
    }
}

impl<A, F> OfOne<A, F> {
    /// Makes the compiler infer the argument before it checks [`Callable`].
    #[must_use]
    pub fn known(self) -> Self {
        self
    }
}

impl<F> Uncallable<F> {
    /// Does nothing.
    #[must_use]
    pub fn known(self) -> Self {
        self
    }
}

/// Returns the function. After a mistake its type is unknown, which prevents a second error at the
/// call.
#[diagnostic::on_unimplemented(
    message = "`with` and `skip_if` take a function of one argument: a reference to the field",
    label = "not a safe function of one argument",
    note = "write a function such as `fn name(field: &f64) -> String` for `with`, or `-> bool` for `skip_if`"
)]
pub trait Callable {
    /// The function's type.
    type F;
    /// The function.
    fn function(self) -> Self::F;
}

impl<A, F> Callable for OfOne<A, F>
where
    Field: LentAs<A>,
{
    type F = <Field as LentAs<A>>::To<F>;

    fn function(self) -> Self::F {
        Field::to(self.0)
    }
}

/// The field that the function is called with.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Field;

/// The parameter types that accept a field: references.
#[diagnostic::on_unimplemented(
    message = "a function of `with` or `skip_if` must take a reference to the field, and this one takes `{A}`",
    label = "takes `{A}`",
    note = "the parameter's type must begin with `&`, as in `&f64` or `&str`"
)]
pub trait LentAs<A> {
    /// The type of a function with that argument.
    type To<F>;
    /// The function.
    fn to<F>(function: F) -> Self::To<F>;
}

impl<T: ?Sized> LentAs<&T> for Field {
    type To<F> = F;

    fn to<F>(function: F) -> F {
        function
    }
}
