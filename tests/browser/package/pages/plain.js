// The README's plain script on the README's form.
import "readme-plain";

test.ready = true;
