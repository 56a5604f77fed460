use cyclr_oauth::CallbackMessage;

const _: CallbackMessage = CallbackMessage::from_static("");
const _: CallbackMessage = CallbackMessage::from_static(" \t");

fn main() {}
