mira chat "What is 12 % of 250?"
echo "Mary has 3 cats." | mira chat "How many cats are there?"
mira chat "Which colors does this have?" --file sunset.png
