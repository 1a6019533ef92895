"""What receives other people's texts: sources read, containers parted, first tables written."""
