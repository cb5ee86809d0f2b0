"""Layers -> Story: characters, entities, scenes."""

from undertow.story.values import Character, Entity, Evidence, Quotation, Scene, Story

__all__ = ["Character", "Entity", "Evidence", "Quotation", "Scene", "Story"]
