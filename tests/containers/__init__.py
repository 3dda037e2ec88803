"""Dockerfile and docker-compose.yml, read by a parser, and their commands run without any container."""
