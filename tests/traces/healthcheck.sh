code() { echo 503; }
if [ "$(code)" -eq 200 ]; then echo up; else echo "down: $(code)" >&2; exit 1; fi
