echo "Good morning, how are you today?" | mira speak --format wav | mira transcribe --format vtt
mira models | cut -f1
mira chat --json "What is 6 times 7?" | node -p 'JSON.parse(require("fs").readFileSync(0)).usage.total_tokens'
mira locate sign.png elephant || echo "exit code $?"
