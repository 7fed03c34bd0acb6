mira image "A lighthouse at dusk" -o lighthouse.png
mira image "Make it black and white" --edit lighthouse.png -o gray.png
mira locate sign.png "the red circle"
mira speak "Good morning, how are you today?" -o morning.mp3
mira transcribe morning.mp3
mira transcribe meeting.mp3 -o meeting.srt
mira music "Calm piano" --instrumental --seconds 3 -o piano.mp3
