"""Each product of the sample store as a scene, a file for each part of the shop."""
