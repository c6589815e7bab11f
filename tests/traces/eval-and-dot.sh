echo 'echo from-file $1; return 5' > part.sh
. ./part.sh
echo "$?"
eval 'echo one;' 'echo two'
eval 'if' || echo "$?"
