id=$(mira video "A paper boat in the rain" --detach)
mira video --job "$id" -o boat.mp4
