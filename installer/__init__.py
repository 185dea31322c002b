"""From the source tree to what a clerk installs: freezing, the installer, what goes with it."""
