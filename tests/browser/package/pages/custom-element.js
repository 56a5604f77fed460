// The README's handler for the README's custom element.
import "readme-element";

test.ready = true;
