//! Types that no field can be read as, whatever their parameters are.

use crate::api::from_account_connector::FromAccountConnector;
use crate::api::property_reader::{FromAuthValue, FromTokenPart};
use crate::connector::{Definite, NoConnector, NoValue};
use crate::values::{Secret, UtcTimestamp};

impl<T: NoValue> Definite<T> {
    /// An `AuthValue` that is read.
    pub fn from_auth_value()
    where
        T: FromAuthValue,
    {
    }

    /// A token that is read.
    pub fn from_token()
    where
        T: FromTokenPart<Secret>,
    {
    }

    /// The expiry of a token that is read.
    pub fn from_expiry()
    where
        T: FromTokenPart<UtcTimestamp>,
    {
    }
}

impl<T: NoConnector> Definite<T> {
    /// A connector within another that is read.
    pub fn from_account_connector()
    where
        T: FromAccountConnector,
    {
    }
}
