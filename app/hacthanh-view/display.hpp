#pragma once
/// Is there a display that a window can be drawn on?

namespace hacthanh::view {

/// Throws InputError when no X server answers at DISPLAY or when it has no GLX, through which Debian's VTK draws. Qt
/// would end the program by abort(), and VTK would draw nothing.
void require_display();

}  // namespace hacthanh::view
