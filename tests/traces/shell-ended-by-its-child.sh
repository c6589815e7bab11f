# The subshell asks its own shell to stop, and goes on without it.
(kill -TERM $$; echo "still here")
echo never
