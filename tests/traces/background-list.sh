{ true && (exit 2) || echo caught; } &
wait $!
