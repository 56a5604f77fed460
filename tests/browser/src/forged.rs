//! Messages that a page forges when it knows the right one: the worst case, a script within the partner's page.

use crate::session::Session;

impl Session {
    /// Has the page remember the message of the next hand-off, which the server returns at an address with this end, as
    /// `window.stolen`, and count the requests to `/done`, as `window.completions`.
    pub async fn spy_on(&self, start: &str) {
        let spy = "const own = window.fetch; window.completions = 0; const start = arguments[0]; \
            window.fetch = async (...all) => { \
              if (String(all[0]).endsWith('/done')) window.completions += 1; \
              const answer = await own(...all); \
              if (String(all[0]).endsWith(start)) window.stolen = (await answer.clone().json()).message; \
              return answer; };";
        self.script::<()>(spy, start).await;
    }

    /// Sends the stolen message from every place but the right window, and waits until all have arrived.
    pub async fn forge_messages(&self, cyclr: &str) {
        self.until_true("window.stolen?.length === 22").await;
        let forge = "\
            for (const data of [stolen, [stolen], { message: stolen }, new String(stolen), stolen + ' ', '']) { \
              window.postMessage(data, location.origin); \
            } \
            const frame = document.createElement('iframe'); \
            frame.sandbox = 'allow-scripts'; \
            document.body.append(frame); \
            frame.contentWindow.postMessage(stolen, '*'); \
            const forged = { data: stolen, origin: arguments[0] }; \
            window.dispatchEvent(new MessageEvent('message', forged)); \
            window.dispatchEvent(new MessageEvent('message', { ...forged, source: window }));";
        self.script::<()>(forge, cyclr).await;
        let arrived = "return new Promise((resolve) => { \
            window.addEventListener('message', (event) => event.data === 'last' && resolve(true)); \
            window.postMessage('last', location.origin); });";
        assert!(self.script_async::<bool>(arrived, ()).await);
    }
}
