//! [`Account`], and what requests set of it.

use std::collections::BTreeSet;
use std::time::SystemTime;

use cyclr_oauth::UtcTimestamp;

#[derive(Clone, Debug)]
pub(crate) struct Account {
    /// Cyclr's own id, which webhooks name next to the partner's.
    pub(crate) own_id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) timezone: Option<String>,
    pub(crate) audit_info: Option<String>,
    pub(crate) task_audit_info: Option<String>,
    pub(crate) created: SystemTime,
    pub(crate) next_bill: SystemTime,
    pub(crate) success_hours: Option<u64>,
    pub(crate) errored_hours: Option<u64>,
    pub(crate) webhook_enabled: bool,
    pub(crate) webhook_url: Option<String>,
    pub(crate) include_warnings: bool,
    pub(crate) connectors: BTreeSet<u64>,
}

/// What a request sets of an account, checked; `None` leaves as it is.
#[derive(Debug, Default)]
pub(crate) struct AccountChange {
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) timezone: Option<String>,
    pub(crate) audit_info: Option<String>,
    pub(crate) task_audit_info: Option<String>,
    pub(crate) next_bill: Option<UtcTimestamp>,
    pub(crate) success_hours: HoursChange,
    pub(crate) errored_hours: HoursChange,
    pub(crate) webhook_enabled: Option<bool>,
    pub(crate) webhook_url: Option<String>,
    pub(crate) include_warnings: Option<bool>,
}

/// What becomes of the hours for which data is kept.
#[derive(Debug, Default)]
pub(crate) enum HoursChange {
    #[default]
    Stay,
    Become(Option<u64>),
}

impl HoursChange {
    fn apply(self, hours: &mut Option<u64>) {
        if let Self::Become(new) = self {
            *hours = new;
        }
    }
}

impl Account {
    pub(crate) fn new(
        own_id: String,
        name: String,
        created: SystemTime,
        next_bill: SystemTime,
    ) -> Self {
        Self {
            own_id,
            name,
            description: None,
            timezone: None,
            audit_info: None,
            task_audit_info: None,
            created,
            next_bill,
            success_hours: None,
            errored_hours: None,
            webhook_enabled: false,
            webhook_url: None,
            include_warnings: false,
            connectors: BTreeSet::new(),
        }
    }

    pub(crate) fn apply(&mut self, change: AccountChange) {
        fn set<T>(there: &mut T, new: Option<T>) {
            if let Some(new) = new {
                *there = new;
            }
        }

        fn set_some<T>(there: &mut Option<T>, new: Option<T>) {
            if new.is_some() {
                *there = new;
            }
        }

        set(&mut self.name, change.name);
        set_some(&mut self.description, change.description);
        set_some(&mut self.timezone, change.timezone);
        set_some(&mut self.audit_info, change.audit_info);
        set_some(&mut self.task_audit_info, change.task_audit_info);
        set(&mut self.next_bill, change.next_bill.map(SystemTime::from));
        change.success_hours.apply(&mut self.success_hours);
        change.errored_hours.apply(&mut self.errored_hours);
        set(&mut self.webhook_enabled, change.webhook_enabled);
        set_some(&mut self.webhook_url, change.webhook_url);
        set(&mut self.include_warnings, change.include_warnings);
    }
}
